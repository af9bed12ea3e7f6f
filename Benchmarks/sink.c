// A sink for uploads: speaks just enough of the VOD API, of COS and of S3 that clients believe it, and drops what it is sent.
//
//     cc -O2 -o sink sink.c -lssl -lcrypto -lisal
//     sink --cert cert.pem --key key.pem [--crc] [--latency MS]
//
// It binds two ports of loopback, prints `PLAIN TLS`, and serves until SIGTERM; then it prints what it saw as JSON. SIGUSR1
// makes it print the moment of the first request at once. On either port `CONNECT` opens a tunnel to itself, for clients that
// know only the service's real addresses. Signatures are not looked at: the emulator does that. One thread, no allocation per
// request but for a kept body, so that the client sets the pace.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <isa-l/crc64.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 32 << 10, CHUNK = 256 << 10, REPLY_MAX = 4 << 20, KEPT_MAX = 10 << 20, SLOTS = 1 << 16, SLOT_NS = 10000000 };

typedef struct conn {
    int fd;
    SSL *tls;
    char head[HEAD_MAX];
    size_t head_length;
    int in_body, is_upload, is_playlist, is_closing, becomes_tunnel;
    long body_left;
    uint64_t crc;
    char *kept; // the body of a request to the API, or NULL
    size_t kept_length;
    char *reply, small[1024];
    size_t reply_length, reply_sent;
    long due; // when the answer may go out, or 0
    struct conn *next;
} conn;

static SSL_CTX *tls;
static int poller, with_crc;
static volatile sig_atomic_t stopping, asked;
static long latency;
static conn *first_due, *last_due;

static struct {
    long api, puts, parts, others, bytes, connections;
    long in_flight, peak;
    // The time integral of uploads in flight between the first and the last moment at the peak: how full the permits were.
    long changed, area, at_peak_first, at_peak_last, area_at_peak_last, finished, finished_at_peak_last;
    long first_put, last_put; // from the first upload's head to the last one's answer
    long last_media; // the last answer to one that is no playlist
    long first_byte, last_byte;
    uint64_t slots[SLOTS]; // body bytes by 10 ms since the first
    long *starts, starts_count, starts_room; // arrival of each request's head, ns
} seen;

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void count_flight(int change) {
    long time = now();
    if (seen.at_peak_first) seen.area += seen.in_flight * (time - seen.changed);
    int was_peak = seen.in_flight == seen.peak;
    seen.changed = time;
    seen.in_flight += change;
    if (!seen.first_put) seen.first_put = time;
    seen.last_put = time;
    if (change < 0) seen.finished++;
    if (seen.in_flight > seen.peak) {
        seen.peak = seen.in_flight;
        seen.at_peak_first = time;
        seen.area = seen.finished = seen.area_at_peak_last = seen.finished_at_peak_last = 0;
    }
    if (seen.in_flight == seen.peak || was_peak) {
        seen.at_peak_last = time;
        seen.area_at_peak_last = seen.area;
        seen.finished_at_peak_last = seen.finished;
    }
}

static void count_bytes(long bytes) {
    long time = now();
    if (!seen.first_byte) seen.first_byte = time;
    seen.last_byte = time;
    seen.bytes += bytes;
    long slot = (time - seen.first_byte) / SLOT_NS;
    if (slot < SLOTS) seen.slots[slot] += bytes;
}

static void watch(conn *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
}

static void drop(conn *c) {
    if (c->due) {
        c->is_closing = 1; // still in line for its answer
        epoll_ctl(poller, EPOLL_CTL_DEL, c->fd, NULL);
        return;
    }
    if (c->is_upload) count_flight(-1);
    if (c->tls) SSL_free(c->tls);
    close(c->fd);
    if (c->reply != c->small) free(c->reply);
    free(c->kept);
    free(c);
}

static const char *header(conn *c, const char *name) {
    size_t length = strlen(name);
    for (char *line = strstr(c->head, "\r\n"); line && line[2] != '\r'; line = strstr(line + 2, "\r\n")) {
        if (!strncasecmp(line + 2, name, length) && line[2 + length] == ':') {
            char *value = line + 3 + length;
            while (*value == ' ') value++;
            return value;
        }
    }
    return NULL;
}

// A positive number written, or -1 where the connection is to be dropped; 0 when it has to wait.
static long put(conn *c, const char *bytes, size_t length) {
    if (!c->tls) {
        long sent = send(c->fd, bytes, length, MSG_NOSIGNAL);
        return sent > 0 ? sent : errno == EAGAIN ? 0 : -1;
    }
    int sent = SSL_write(c->tls, bytes, length);
    if (sent > 0) return sent;
    int why = SSL_get_error(c->tls, sent);
    return why == SSL_ERROR_WANT_WRITE || why == SSL_ERROR_WANT_READ ? 0 : -1;
}

// Sends what is left of the answer. False where the connection is gone.
static int flush(conn *c) {
    while (c->reply_sent < c->reply_length) {
        long sent = put(c, c->reply + c->reply_sent, c->reply_length - c->reply_sent);
        if (sent < 0) return drop(c), 0;
        if (sent == 0) return watch(c, EPOLLIN | EPOLLOUT), 1;
        c->reply_sent += sent;
    }
    if (c->is_upload) count_flight(-1);
    if (c->is_upload && !c->is_playlist) seen.last_media = seen.last_put;
    c->is_upload = 0;
    if (c->reply != c->small) free(c->reply);
    c->reply = NULL;
    if (c->becomes_tunnel) {
        c->becomes_tunnel = 0;
        c->tls = SSL_new(tls);
        SSL_set_fd(c->tls, c->fd);
        SSL_set_accept_state(c->tls);
    }
    watch(c, EPOLLIN);
    return 1;
}

static int answer(conn *c, const char *status, const char *more, const char *type, const char *body) {
    size_t length = strlen(body);
    size_t room = length + 512;
    c->reply = room <= sizeof c->small ? c->small : malloc(room);
    c->reply_length = snprintf(
        c->reply, room, "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nx-cos-request-id: NWE0\r\n%s\r\n%s",
        status, type, length, more, body);
    c->reply_sent = 0;
    if (!latency) return flush(c);
    c->due = now() + latency;
    c->next = NULL;
    if (last_due) last_due->next = c; else first_due = c;
    last_due = c;
    return 1;
}

// The lines of a playlist that are no tags, out of a JSON string, as a JSON array. No escape but `\n` and `\r` is known.
static void parse_manifest(conn *c, char *out, size_t room) {
    const char *at = strstr(c->kept, "\"MediaManifestContent\"");
    at = at ? strchr(at + 22, '"') : NULL;
    size_t used = 0;
    int is_first = 1;
    for (at = at ? at + 1 : ""; *at && *at != '"';) {
        size_t length = strcspn(at, "\\\"");
        if (length && *at != '#' && used + length + 4 < room) {
            used += snprintf(out + used, room - used, "%s\"%.*s\"", is_first ? "" : ",", (int)length, at);
            is_first = 0;
        }
        at += length;
        // A tag's own quotation marks come as `\"`: the rest of its line is no reference.
        while (*at == '\\' && at[1] == '"') at += 2 + strcspn(at + 2, "\\\"");
        if (*at == '\\') at += 2;
    }
    out[used] = 0;
}

static int answer_api(conn *c, const char *action) {
    static char json[REPLY_MAX], list[REPLY_MAX / 2];
    static long number;
    if (!strncmp(action, "ApplyUpload", 11)) {
        number++;
        const char *type = strstr(c->kept, "\"MediaType\"");
        type = type ? strchr(type + 11, '"') : NULL;
        int type_length = type ? (int)strcspn(type + 1, "\"") : 3;
        snprintf(json, sizeof json,
            "{\"Response\":{\"StorageBucket\":\"sink-1250000000\",\"StorageRegion\":\"ap-guangzhou\",\"VodSessionKey\":\"key%ld\","
            "\"MediaStoragePath\":\"/sink/%ld/f0.%.*s\",\"CoverStoragePath\":\"\",\"TempCertificate\":{\"SecretId\":\"AKIDsink\","
            "\"SecretKey\":\"sinksecretsinksecretsinksecret00\",\"Token\":\"%0512d\",\"ExpiredTime\":%ld},\"RequestId\":\"r%ld\"}}",
            number, number, type_length, type ? type + 1 : "bin", 0, time(NULL) + 7200, number);
    } else if (!strncmp(action, "CommitUpload", 12)) {
        snprintf(json, sizeof json,
            "{\"Response\":{\"FileId\":\"%ld\",\"MediaUrl\":\"http://sink/m\",\"CoverUrl\":\"\",\"RequestId\":\"c%ld\"}}",
            5000000000L + number, number);
    } else if (!strncmp(action, "ParseStreamingManifest", 22)) {
        parse_manifest(c, list, sizeof list);
        snprintf(json, sizeof json, "{\"Response\":{\"MediaSegmentSet\":[%s],\"RequestId\":\"p\"}}", list);
    } else {
        snprintf(json, sizeof json, "{\"Response\":{\"Error\":{\"Code\":\"InvalidAction\",\"Message\":\"no\"},\"RequestId\":\"e\"}}");
    }
    return answer(c, "200 OK", "", "application/json", json);
}

static int answer_store(conn *c) {
    static const char upload_id[] =
        "<InitiateMultipartUploadResult><Bucket>sink</Bucket><Key>k</Key><UploadId>u1</UploadId></InitiateMultipartUploadResult>";
    static const char complete[] =
        "<CompleteMultipartUploadResult><Location>http://sink/k</Location><Bucket>sink</Bucket><Key>k</Key>"
        "<ETag>\"0123456789abcdef0123456789abcdef-1\"</ETag></CompleteMultipartUploadResult>";
    char *query = strchr(c->head, '?'), *line_end = strstr(c->head, "\r\n");
    if (query > line_end) query = NULL;
    if (!strncmp(c->head, "PUT ", 4)) {
        char more[128];
        int length = snprintf(more, sizeof more, "ETag: \"0123456789abcdef0123456789abcdef\"\r\n");
        if (with_crc) snprintf(more + length, sizeof more - length, "x-cos-hash-crc64ecma: %lu\r\n", c->crc);
        return answer(c, "200 OK", more, "application/xml", "");
    }
    if (!strncmp(c->head, "POST ", 5)) {
        return answer(c, "200 OK", "", "application/xml", query && !strncmp(query, "?uploads", 8) ? upload_id : complete);
    }
    if (!strncmp(c->head, "GET ", 4)) {
        int uploads = query && strstr(query, "uploads") && strstr(query, "uploads") < line_end;
        return answer(c, "200 OK", "", "application/xml",
            uploads ? "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>"
                    : "<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>");
    }
    return answer(c, c->head[0] == 'H' ? "404 Not Found" : "204 No Content", "", "application/xml", "");
}

static int end_request(conn *c) {
    const char *action = header(c, "X-TC-Action");
    c->in_body = 0;
    c->head_length = 0;
    return action ? answer_api(c, action) : answer_store(c);
}

static void begin_request(conn *c) {
    if (seen.starts_count == seen.starts_room) {
        seen.starts_room = seen.starts_room ? 2 * seen.starts_room : 4096;
        seen.starts = realloc(seen.starts, seen.starts_room * sizeof *seen.starts);
    }
    seen.starts[seen.starts_count++] = now();
    const char *length = header(c, "Content-Length"), *expect = header(c, "Expect");
    int is_api = header(c, "X-TC-Action") != NULL;
    int is_put = !strncmp(c->head, "PUT ", 4);
    c->body_left = length ? atol(length) : 0;
    c->crc = 0;
    c->in_body = 1;
    if (is_api) seen.api++;
    else if (!is_put) seen.others++;
    else if (memmem(c->head, strcspn(c->head, "\r"), "partNumber=", 11)) seen.parts++;
    else seen.puts++;
    if (is_put) {
        c->is_upload = 1;
        c->is_playlist = memmem(c->head, strcspn(c->head, "\r"), ".m3u8", 5) != NULL;
        count_flight(1);
    }
    if (expect) put(c, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    free(c->kept);
    c->kept_length = 0;
    c->kept = is_api && c->body_left < KEPT_MAX ? calloc(1, c->body_left + 1) : NULL;
}

static void take_body(conn *c, const char *bytes, size_t length) {
    if (c->kept) memcpy(c->kept + c->kept_length, bytes, length), c->kept_length += length;
    if (c->is_upload) {
        count_bytes(length);
        if (with_crc) c->crc = crc64_ecma_refl(c->crc, (const unsigned char *)bytes, length);
    }
    c->body_left -= length;
}

// Takes what came; no client of this sink sends a request before the answer to the one before. False where it is gone.
static int take(conn *c, const char *bytes, size_t length) {
    while (length > 0 && !c->in_body) {
        size_t before = c->head_length, count = length < HEAD_MAX - 1 - before ? length : HEAD_MAX - 1 - before;
        if (count == 0) return drop(c), 0;
        memcpy(c->head + before, bytes, count);
        c->head[before + count] = 0;
        char *end = strstr(c->head + (before > 3 ? before - 3 : 0), "\r\n\r\n");
        c->head_length += count;
        if (!end) {
            bytes += count, length -= count;
            continue;
        }
        size_t used = end + 4 - c->head - before;
        end[4] = 0;
        bytes += used, length -= used;
        if (!strncmp(c->head, "CONNECT ", 8)) {
            c->head_length = 0;
            c->becomes_tunnel = 1;
            c->reply = c->small;
            c->reply_length = snprintf(c->small, sizeof c->small, "HTTP/1.1 200 Connection established\r\n\r\n");
            c->reply_sent = 0;
            return flush(c);
        }
        begin_request(c);
    }
    if (!c->in_body) return 1;
    take_body(c, bytes, length < (size_t)c->body_left ? length : (size_t)c->body_left);
    return c->body_left == 0 ? end_request(c) : 1;
}

static void receive(conn *c) {
    static char chunk[CHUNK];
    // A few reads at a time, so that no connection keeps the others waiting; but what OpenSSL holds already wakes nobody.
    for (int turn = 0; !c->reply && (turn < 32 || (c->tls && SSL_has_pending(c->tls))); turn++) {
        long got = c->tls ? SSL_read(c->tls, chunk, sizeof chunk) : recv(c->fd, chunk, sizeof chunk, 0);
        if (got <= 0) {
            int waits = c->tls ? SSL_get_error(c->tls, got) == SSL_ERROR_WANT_READ : got < 0 && errno == EAGAIN;
            if (!waits) drop(c);
            return;
        }
        if (!take(c, chunk, got)) return;
    }
}

static int listen_on(int *port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 1024)) fail("listen");
    getsockname(fd, (struct sockaddr *)&address, &length);
    *port = ntohs(address.sin_port);
    return fd;
}

static void accept_all(int listener, int secure) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), on = 1;
        if (fd < 0) return;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        conn *c = calloc(1, sizeof *c);
        c->fd = fd;
        if (secure) {
            c->tls = SSL_new(tls);
            SSL_set_fd(c->tls, fd);
            SSL_set_accept_state(c->tls);
        }
        seen.connections++;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
    }
}

static void report(void) {
    printf("{\"api\":%ld,\"puts\":%ld,\"parts\":%ld,\"others\":%ld,\"bytes\":%ld,\"connections\":%ld,\"peak\":%ld,",
        seen.api, seen.puts, seen.parts, seen.others, seen.bytes, seen.connections, seen.peak);
    long span = seen.at_peak_last - seen.at_peak_first, finished = seen.finished_at_peak_last;
    double idle = finished ? ((double)seen.peak * span - seen.area_at_peak_last) / finished / 1e6 : 0;
    printf("\"puts_span\":%.6f,\"media_span\":%.6f,\"idleMs\":%.4f,\"slots\":[", (seen.last_put - seen.first_put) / 1e9,
        (seen.last_media - seen.first_put) / 1e9, idle);
    long slots = seen.first_byte ? (seen.last_byte - seen.first_byte) / SLOT_NS + 1 : 0;
    for (long slot = 0; slot < slots && slot < SLOTS; slot++) printf("%s%lu", slot ? "," : "", seen.slots[slot]);
    printf("],\"starts\":[");
    for (long index = 0; index < seen.starts_count; index++)
        printf("%s%.6f", index ? "," : "", (seen.starts[index] - seen.starts[0]) / 1e9);
    printf("]}\n");
}

static void stop(int signal) {
    if (signal == SIGUSR1) asked = 1; else stopping = 1;
}

int main(int count, char **arguments) {
    const char *certificate = NULL, *key = NULL;
    for (int index = 1; index < count; index++) {
        char *option = arguments[index];
        if (!strcmp(option, "--crc")) with_crc = 1;
        else if (!strcmp(option, "--cert") && index + 1 < count) certificate = arguments[++index];
        else if (!strcmp(option, "--key") && index + 1 < count) key = arguments[++index];
        else if (!strcmp(option, "--latency") && index + 1 < count) latency = atof(arguments[++index]) * 1e6;
        else return fprintf(stderr, "usage: sink --cert FILE --key FILE [--crc] [--latency MS]\n"), 64;
    }
    if (!certificate || !key) return fprintf(stderr, "sink: --cert and --key are needed\n"), 64;
    tls = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(tls, "TLS_AES_128_GCM_SHA256"); // the same work for every client
    SSL_CTX_set_read_ahead(tls, 1);
    SSL_CTX_set_default_read_buffer_len(tls, CHUNK);
    if (SSL_CTX_use_certificate_chain_file(tls, certificate) != 1 || SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1)
        return fprintf(stderr, "sink: the certificate or its key cannot be read\n"), 1;
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
    signal(SIGPIPE, SIG_IGN);

    poller = epoll_create1(EPOLL_CLOEXEC);
    int ports[2], listeners[2] = {listen_on(&ports[0]), listen_on(&ports[1])};
    for (int index = 0; index < 2; index++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &listeners[index]};
        epoll_ctl(poller, EPOLL_CTL_ADD, listeners[index], &event);
    }
    printf("%d %d\n", ports[0], ports[1]);
    fflush(stdout);

    struct epoll_event events[256];
    while (!stopping) {
        struct timespec wait = {0, 0}, *timeout = NULL;
        if (first_due) {
            long left = first_due->due - now();
            if (left > 0) wait = (struct timespec){left / 1000000000, left % 1000000000};
            timeout = &wait;
        }
        if (asked) {
            asked = 0;
            printf("%.6f\n", seen.starts_count ? seen.starts[0] / 1e9 : 0.0);
            fflush(stdout);
        }
        int ready = epoll_pwait2(poller, events, 256, timeout, NULL);
        for (int index = 0; index < ready; index++) {
            void *what = events[index].data.ptr;
            if (what == &listeners[0] || what == &listeners[1]) accept_all(*(int *)what, what == &listeners[1]);
            else if (events[index].events & EPOLLOUT) flush(what);
            else receive(what);
        }
        while (first_due && first_due->due <= now()) {
            conn *c = first_due;
            first_due = c->next;
            if (!first_due) last_due = NULL;
            c->due = 0;
            if (c->is_closing) drop(c); else flush(c);
        }
    }
    report();
    return 0;
}
