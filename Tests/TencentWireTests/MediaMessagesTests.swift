import TencentWire
import Testing

@Suite("Media messages")
struct MediaMessagesTests {
    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try VODJSON.bytes(of: value), as: UTF8.self)
    }

    @Test("Requests carry the fields that are there, under the service's names")
    func requests() throws {
        #expect(try text(DescribeMediaInfosRequest(fileIds: ["1", "2"])) == #"{"FileIds":["1","2"]}"#)
        #expect(
            try text(DescribeMediaInfosRequest(fileIds: ["1"], subAppId: 7, filters: [.basicInfo, .metaData]))
                == #"{"FileIds":["1"],"Filters":["basicInfo","metaData"],"SubAppId":7}"#)
        var search = SearchMediaRequest()
        #expect(try text(search) == "{}")
        search.names = ["a"]
        search.namePrefixes = ["b"]
        search.classIds = [3]
        search.mediaTypes = ["mp4"]
        search.sourceTypes = ["Upload"]
        search.createTime = .init(after: "2027-01-01T00:00:00Z", before: nil)
        search.sort = .init(order: .ascending)
        search.offset = 1
        search.limit = 2
        search.filters = [.metaData]
        search.subAppId = 7
        let expected = #"""
            {"ClassIds":[3],"CreateTime":{"After":"2027-01-01T00:00:00Z"},"Filters":["metaData"],"Limit":2,\#
            "MediaTypes":["mp4"],"NamePrefixes":["b"],"Names":["a"],"Offset":1,"Sort":{"Field":"CreateTime",\#
            "Order":"Asc"},"SourceTypes":["Upload"],"SubAppId":7}
            """#
        #expect(try text(search) == expected)
    }

    @Test("Parts that are null, absent or unknown do not disturb the reading of a medium")
    func media() throws {
        let body = #"""
            {"Response":{"MediaInfoSet":[{"FileId":"5","BasicInfo":null,"MetaData":null,"ReviewInfo":null},
            {"FileId":"6","BasicInfo":{"Name":"n","SourceInfo":null,"Vid":"6","ClassId":0,"Type":"mp4"},
            "MetaData":{"Size":9007199254740993,"Md5":""},"FaceRecognitionInfo":{"x":1}}],
            "NotExistFileIdSet":null,"RequestId":"r"}}
            """#
        guard case .success(let answer) = try VODReply<DescribeMediaInfosResponse>(body: Array(body.utf8)) else {
            Issue.record("a success was read as a failure")
            return
        }
        var basic = MediaInfo.BasicInfo()
        basic.name = "n"
        basic.classId = 0
        basic.type = "mp4"
        #expect(
            answer.mediaInfoSet == [
                MediaInfo(fileId: "5"),
                MediaInfo(fileId: "6", basicInfo: basic, metaData: .init(size: 9_007_199_254_740_993)),
            ])
        #expect(answer.notExistFileIdSet == nil)
        let empty = #"{"Response":{"TotalCount":0,"MediaInfoSet":null,"RequestId":"r"}}"#
        guard case .success(let none) = try VODReply<SearchMediaResponse>(body: Array(empty.utf8)) else {
            Issue.record("a success was read as a failure")
            return
        }
        #expect(none == SearchMediaResponse(totalCount: 0, mediaInfoSet: nil, requestId: "r"))
    }
}
