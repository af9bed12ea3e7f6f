import HTTPTransport
import Testing

@testable import TencentClient

@Suite("ServiceClock")
struct ServiceClockTests {
    @Test(
        "The date of an answer is read as unix seconds",
        arguments: [
            ("Thu, 16 May 2019 06:45:51 GMT", 1_557_989_151), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
            ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
        ])
    func dates(text: String, seconds: Int64) { #expect(HTTPDate.seconds(text) == seconds) }

    @Test(
        "Any other form is no date",
        arguments: [
            "", "Thursday, 16-May-19 06:45:51 GMT", "Thu, 16 May 2019 06:45:51 CST", "Thu, 16 Mai 2019 06:45:51 GMT",
            "Thu, 16 May 2019 24:45:51 GMT", "Thu, 16 May 2019 06:45 GMT", "Thu, 40 May 2019 06:45:51 GMT",
        ])
    func noDates(text: String) { #expect(HTTPDate.seconds(text) == nil) }

    private func response(_ date: String?) -> IncomingResponse {
        var headers = HeaderFields()
        headers["Date"] = date
        return IncomingResponse(status: 403, headers: headers)
    }

    @Test("A small difference is no reason, and leaves the clock as it is")
    func small() {
        let clock = ServiceClock(wall: { 1_557_989_151.9 })
        #expect(!clock.correct(by: response("Thu, 16 May 2019 06:46:20 GMT")))
        #expect(!clock.correct(by: response(nil)))
        #expect(clock.now() == 1_557_989_151)
    }

    @Test("A learnt difference stays, and lets requests beside the one it was learnt from be signed again too")
    func learnt() {
        let clock = ServiceClock(wall: { 1_557_989_151 })
        #expect(clock.correct(by: response("Thu, 16 May 2019 07:45:51 GMT")))
        #expect(clock.now() == 1_557_992_751)
        #expect(clock.correct(by: response("Thu, 16 May 2019 07:45:52 GMT")))
        #expect(clock.now() == 1_557_992_751)
    }
}
