internal import CCurl

/// Owns one easy handle and the multi handle that drives it, so that a transfer can be woken and cancelled.
///
/// Connections are kept in the multi handle and used again.
final class CurlHandles: @unchecked Sendable {
    // The owner's actor alone calls everything but `wake`, which libcurl allows from any thread
    // (https://curl.se/libcurl/c/curl_multi_wakeup.html).

    let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    /// libcurl writes the details of an error here.
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init() {
        // Thread-safe since libcurl 7.84.
        precondition(curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, "libcurl cannot be initialised")
        guard let easy = curl_easy_init(), let multi = curl_multi_init() else { preconditionFailure("libcurl has no memory for a handle") }
        self.easy = easy
        self.multi = multi
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_multi_cleanup(multi)
        errorText.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) { check(ems_curl_set_long(easy, option, value)) }
    func set(_ option: CURLoption, _ value: String) { check(ems_curl_set_string(easy, option, value)) }
    func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) { check(ems_curl_set_pointer(easy, option, value)) }
    func set(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) { check(ems_curl_set_list(easy, option, value)) }
    func set(_ option: CURLoption, _ value: ems_curl_write) { check(ems_curl_set_write(easy, option, value)) }

    /// Forgets all options; connections stay open.
    func reset() {
        curl_easy_reset(easy)
        errorText[0] = 0
        set(CURLOPT_ERRORBUFFER, errorText)
    }

    func value(_ info: CURLINFO) -> Int {
        var value = 0
        _ = ems_curl_get_long(easy, info, &value)
        return value
    }

    /// What libcurl said about the last error.
    func explanation(_ code: CURLcode) -> String {
        errorText[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
    }

    /// Runs the transfer to its end. Nil when `isCancelled` became true.
    func run(until isCancelled: () -> Bool) -> CURLcode? {
        curl_multi_add_handle(multi, easy)
        defer { curl_multi_remove_handle(multi, easy) }
        var running: Int32 = 0
        while true {
            guard curl_multi_perform(multi, &running) == CURLM_OK else { return CURLE_FAILED_INIT }
            if running == 0 { break }
            if isCancelled() { return nil }
            // Socket activity, libcurl's own timers and `wake` end it earlier.
            guard curl_multi_poll(multi, nil, 0, 1000, nil) == CURLM_OK else { return CURLE_FAILED_INIT }
        }
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            if message.pointee.msg == CURLMSG_DONE { return message.pointee.data.result }
        }
        return CURLE_FAILED_INIT
    }

    func wake() { curl_multi_wakeup(multi) }

    private func check(_ code: CURLcode) {
        // Options are fixed in this module; a refusal is a mistake in it, or no memory for a copy.
        precondition(code == CURLE_OK, "libcurl refused an option: \(String(cString: curl_easy_strerror(code)))")
    }
}
