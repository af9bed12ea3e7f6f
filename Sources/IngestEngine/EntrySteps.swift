import Checksums
import HTTPTransport
import IngestModel
import IngestPolicy
import Logging
import TencentClient
import TencentWire

/// Does single steps of one entry; decides nothing but what to say of a fault.
struct EntrySteps: Sendable {
    let key: Int64
    let plan: EntryPlan
    let context: EntryContext
    let box: SessionBox
    /// Sessions opened by earlier turns.
    let sessionsBefore: Int

    /// Does `step`; every way it can end is an event.
    func perform(_ step: EntryMachine.Step, progress: FileProgress?) async -> EntryMachine.Event {
        do throws(ServiceFault) {
            switch step {
            case .apply: return .applied(try await apply())
            case .put(let file): return try await put(file)
            case .initiate(let file): return .initiated(file: file, uploadId: try await initiate(file))
            case .part(let file, let number): return try await part(file, number, progress)
            case .complete(let file): return try await complete(file, progress)
            case .abort(let file):
                await abort(file, progress)
                return .aborted(file: file)
            case .commit: return .committed(try await commit())
            }
        } catch {
            return .failed(step, error, sent: error.bytesSent)
        }
    }

    private func apply() async throws(ServiceFault) -> SessionFacts {
        // Credentials run from ApplyUpload on, so it waits like an upload until there is room for one (contract, section 5).
        try await waitForRoom()
        let request = plan.spec.request
        let session = try await context.services.vod.applyUpload(request, region: plan.spec.region ?? context.region)
        let number = (box.number ?? sessionsBefore) + 1
        let sealed: [UInt8]
        do {
            sealed = try context.seal.seal(session.sealedPayload(), entry: plan.spec.id, session: number)
        } catch {
            throw ServiceFault(
                code: "SessionNotSealed", faultClass: .defect, message: "the session could not be encrypted: \(error)")
        }
        box.open(session, number: number)
        return SessionFacts(
            number: number, bucket: session.bucket, storageRegion: session.storageRegion, mediaKey: session.mediaKey,
            coverKey: session.coverKey, expiresAt: session.credential?.expiresAt, openedAt: context.now(),
            sealed: sealed)
    }

    private func waitForRoom() async throws(ServiceFault) {
        do throws(CancellationError) {
            try await context.services.limiter.waitForRoom()
        } catch {
            throw ServiceFault(
                code: "Cancelled", faultClass: .cancelled, message: "the run stopped before this step began")
        }
    }

    private func commit() async throws(ServiceFault) -> CommittedMedia {
        let session = try session()
        return try await context.services.vod.commitUpload(
            sessionKey: session.vodSessionKey, subAppId: plan.spec.request.subAppId,
            region: plan.spec.region ?? context.region)
    }
}

// MARK: Files

extension EntrySteps {
    private func put(_ file: Int) async throws(ServiceFault) -> EntryMachine.Event {
        let session = try session()
        guard let key = try key(of: file, in: session) else {
            // The service allotted no path to the cover: the provider's own SDKs go on without it (vod-api 7).
            context.logger.warning(
                "the service gave no path for the cover; the medium goes up without it",
                metadata: ["entry": "\(plan.spec.id)"])
            return .stored(.put(file), crc64: nil, sent: 0)
        }
        let receipt = try await context.services.store.put(
            FileRange(whole: plan.files[file].localPath, mark: plan.files[file].mark), key: key, session: session,
            lane: lane(file))
        return .stored(.put(file), crc64: receipt.crc64, sent: receipt.bytesSent)
    }

    private func initiate(_ file: Int) async throws(ServiceFault) -> String {
        let session = try session()
        let key = try requiredKey(of: file, in: session)
        return try await context.services.store.initiate(
            key: key, contentType: ContentTypes.type(ofPath: plan.files[file].path), session: session)
    }

    private func part(
        _ file: Int, _ number: PartNumber, _ progress: FileProgress?
    ) async throws(ServiceFault) -> EntryMachine.Event {
        let session = try session()
        let planned = plan.files[file]
        guard let uploadId = progress?.uploadId, let layout = planned.parts else { throw Self.outOfOrder }
        let range = layout.range(of: number, size: planned.mark.size)
        let receipt = try await context.services.store.uploadPart(
            FileRange(
                path: planned.localPath, offset: range.lowerBound, length: range.upperBound - range.lowerBound,
                mark: planned.mark), number: number, uploadId: uploadId, key: try requiredKey(of: file, in: session),
            session: session, lane: lane(file))
        return .partStored(
            file: file, StoredPart(number: number, etag: receipt.etag, crc64: receipt.crc64, size: receipt.size),
            sent: receipt.bytesSent)
    }

    private func complete(_ file: Int, _ progress: FileProgress?) async throws(ServiceFault) -> EntryMachine.Event {
        let session = try session()
        guard let progress, let uploadId = progress.uploadId else { throw Self.outOfOrder }
        let parts = progress.parts.values.sorted { $0.number < $1.number }
        let expected = parts.reduce(into: UInt64(0)) { $0 = CRC64.combine($0, $1.crc64, lengthOfSecond: $1.size) }
        let key = try requiredKey(of: file, in: session)
        do throws(ServiceFault) {
            let receipt = try await context.services.store.complete(
                parts: parts.map {
                    PartReceipt(number: $0.number, etag: $0.etag, crc64: $0.crc64, size: $0.size, bytesSent: 0)
                }, uploadId: uploadId, key: key, session: session, expectedCRC64: expected)
            return .stored(.complete(file), crc64: receipt.crc64, sent: 0)
        } catch {
            // Complete may have been done by a request whose answer was lost (cos-api 7.6): then the object tells.
            guard error.code == "NoSuchUpload" || error.ambiguous else { throw error }
            let state = try await context.services.store.head(key: key, session: session)
            guard case .stored(plan.files[file].mark.size, let crc64) = state, crc64 == expected else {
                // Trouble that lasted is told of as what it was; the upload is there still for the next run.
                guard error.code == "NoSuchUpload" else { throw error }
                throw ServiceFault(
                    code: "NoSuchUpload", faultClass: .uncertain,
                    message: "the multipart upload is gone and the object is not there", requestId: error.requestId)
            }
            return .stored(.complete(file), crc64: crc64, sent: 0)
        }
    }

    /// Best effort: what cannot be aborted is the store's to expire (cos-api 16 expects 403 and 404).
    private func abort(_ file: Int, _ progress: FileProgress?) async {
        guard let uploadId = progress?.uploadId else { return }
        do throws(ServiceFault) {
            let session = try session()
            try await context.services.store.abort(
                uploadId: uploadId, key: try requiredKey(of: file, in: session), session: session)
        } catch {
            context.logger.notice(
                "a multipart upload could not be aborted",
                metadata: ["entry": "\(plan.spec.id)", "file": "\(plan.files[file].path)", "fault": "\(error)"])
        }
    }

    private func session() throws(ServiceFault) -> UploadSession {
        guard let session = box.session else { throw Self.outOfOrder }
        return session
    }

    private func requiredKey(of file: Int, in session: UploadSession) throws(ServiceFault) -> ObjectKey {
        guard let key = try key(of: file, in: session) else { throw Self.outOfOrder }
        return key
    }

    /// The key of `file`; nil for a cover without a path.
    private func key(of file: Int, in session: UploadSession) throws(ServiceFault) -> ObjectKey? {
        let planned = plan.files[file]
        if file == 0 { return session.mediaKey }
        if planned.role == .cover { return session.coverKey }
        do {
            let key = try session.mediaKey.sibling(planned.path)
            guard key != session.mediaKey else {
                throw ServiceFault(
                    code: "KeyTaken", faultClass: .rejected,
                    message:
                        "the service stores the manifest under `\(key)`, the name of its own file `\(planned.path)`")
            }
            return key
        } catch let fault as ServiceFault {
            throw fault
        } catch {
            throw ServiceFault(
                code: "KeyInvalid", faultClass: .rejected,
                message: "`\(planned.path)` does not make a valid object key below `\(session.mediaKey)`: \(error)")
        }
    }

    private func lane(_ file: Int) -> UploadLane {
        UploadLane(
            file: FileKey(rawValue: UInt64(bitPattern: key) << 24 | UInt64(file)),
            limit: plan.spec.request.concurrentUploadNumber ?? context.policy.perFile)
    }

    private static let outOfOrder = ServiceFault(
        code: "StepOutOfOrder", faultClass: .defect, message: "a step began before what it needs was there")
}
