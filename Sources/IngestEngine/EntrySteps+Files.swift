import Checksums
import Foundation
import HTTPTransport
import IngestModel
import IngestPolicy
import Logging
import TencentClient
import TencentWire

// The steps about one file.
extension EntrySteps {
    func put(_ file: Int) async throws(ServiceFault) -> EntryMachine.Event {
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
        warnWithout(receipt.crc64, file)
        return .stored(.put(file), crc64: receipt.crc64, sent: receipt.bytesSent)
    }

    /// Says once in a run that the store told no checksum of an object, neither with the upload nor when asked.
    private func warnWithout(_ crc64: UInt64?, _ file: Int) {
        guard crc64 == nil, context.unchecked.isFirst() else { return }
        context.logger.warning(
            "the store tells no CRC-64 of what it holds; files without one in the report were not compared as a whole",
            metadata: ["entry": "\(plan.spec.id)", "file": "\(plan.files[file].path)"])
    }

    func initiate(_ file: Int, _ situation: Situation) async throws(ServiceFault) -> EntryMachine.Event {
        let session = try session()
        let key = try requiredKey(of: file, in: session)
        let planned = plan.files[file]
        let stamp: Int64
        do throws(TransportFault) {
            stamp = try await FileRange(whole: planned.localPath, mark: planned.mark).currentStamp()
        } catch {
            throw error.serviceFault
        }
        let opened = try await context.services.store.initiate(
            key: key, contentType: ContentTypes.type(ofPath: planned.path), session: session)
        let mayHaveTwin = opened.mayHaveTwin || situation.isRepeated || wasIntended(file, situation.facts)
        let isAlone = mayHaveTwin ? await endUploads(of: file, except: opened.uploadId, situation.facts) : true
        return .initiated(file: file, uploadId: opened.uploadId, stamp: stamp, orphan: !isAlone)
    }

    /// True when an earlier turn meant to open an upload of `file` in the same session and its id never came.
    private func wasIntended(_ file: Int, _ facts: SessionFacts?) -> Bool {
        guard let before = earlier.session, before.number == facts?.number else { return false }
        return earlier.files[file].uploadIntended && earlier.files[file].uploadId == nil
    }

    func part(
        _ file: Int, _ number: PartNumber, _ progress: FileProgress?
    ) async throws(ServiceFault) -> EntryMachine.Event {
        let session = try session()
        let planned = plan.files[file]
        guard let uploadId = progress?.uploadId, let layout = planned.parts else { throw Self.outOfOrder }
        let range = layout.range(of: number, size: planned.mark.size)
        let receipt = try await context.services.store.uploadPart(
            FileRange(
                path: planned.localPath, offset: range.lowerBound, length: range.upperBound - range.lowerBound,
                mark: planned.mark, stamp: progress?.stamp), number: number, uploadId: uploadId,
            key: try requiredKey(of: file, in: session),
            session: session, lane: lane(file))
        return .partStored(
            file: file, StoredPart(number: number, etag: receipt.etag, crc64: receipt.crc64, size: receipt.size),
            sent: receipt.bytesSent)
    }

    func complete(_ file: Int, _ progress: FileProgress?) async throws(ServiceFault) -> EntryMachine.Event {
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
            warnWithout(receipt.crc64, file)
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

    /// Ends the upload of `file`, or all there are of it where its id is not known; false where the store may still hold one.
    /// The session's key may lack the right (cos-api 16).
    func abort(_ file: Int, _ situation: Situation) async -> Bool {
        guard let uploadId = situation.file?.uploadId else {
            return await endUploads(of: file, except: nil, situation.facts)
        }
        do throws(ServiceFault) {
            let session = try session()
            return try await context.services.store.abort(
                uploadId: uploadId, key: try requiredKey(of: file, in: session), session: session) == .gone
        } catch {
            tellOfLeftover(file, error)
            return false
        }
    }

    /// Ends every unfinished upload of the file's key but `kept`; false where one may be left, and where there was none: a request
    /// that was not answered may still be on its way, and opens its upload later.
    private func endUploads(of file: Int, except kept: String?, _ facts: SessionFacts?) async -> Bool {
        do throws(ServiceFault) {
            let session = try session()
            let key = try requiredKey(of: file, in: session)
            var (found, all) = (false, true)
            for upload in try await context.services.store.openUploads(of: key, session: session)
            where upload.uploadId != kept && isOurs(upload, facts) {
                found = true
                let end = try await context.services.store.abort(uploadId: upload.uploadId, key: key, session: session)
                if end == .denied { all = false }
            }
            return found && all
        } catch {
            tellOfLeftover(file, error)
            return false
        }
    }

    /// A key that the service made is this session's alone. One that the job chose may be in use by somebody else: only what
    /// was begun after this session was opened is taken for its own.
    private func isOurs(_ upload: ListedUpload, _ facts: SessionFacts?) -> Bool {
        guard plan.spec.request.mediaStoragePath != nil else { return true }
        guard let facts else { return false }
        return upload.initiated.prefix(19) >= Date(timeIntervalSince1970: facts.openedAt).ISO8601Format().prefix(19)
    }

    private func tellOfLeftover(_ file: Int, _ fault: ServiceFault) {
        context.logger.notice(
            "a multipart upload could not be ended",
            metadata: ["entry": "\(plan.spec.id)", "file": "\(plan.files[file].path)", "fault": "\(fault)"])
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
}
