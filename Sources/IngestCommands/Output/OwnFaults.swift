/// The codes that this program gives to faults by itself, where no service's code says what went wrong.
enum OwnFaults {
    /// What each means and what to do, by code.
    static let byCode: [String: String] = [
        "NetworkError":
            "No connection could be made, or it broke. Look at the network, the proxy and the addresses in use.",
        "ProxyError":
            "The proxy refused the connection. Check `--proxy` or HTTPS_PROXY, its user and what it lets through.",
        "TLSError":
            """
        The server's certificate was refused. Behind a proxy that opens TLS, name its authority with `--ca-file`; else see \
        that the clock is right and the package ca-certificates is installed.
        """,
        "Stalled":
            "Nothing moved on the connection for a minute. Lower `--global`, or look for what holds the line up.",
        "BadAnswer":
            "The answer is not what the service sends: a proxy or a captive portal may have answered in its place.",
        "SourceChanged":
            "A local file is not what it was when it was planned. See that nothing writes to the archive during a run.",
        "SourceTouched":
            """
        A local file was written to, linked or given other rights while it was read, so that its bytes may not be of one \
        version. It is read and sent from its start; only one that is touched again and again fails, as `SourceChanged`.
        """,
        "SourceUnreadable":
            "A local file could not be read to its end: its rights, its disk, or a network file system.",
        "IntegrityMismatch":
            "The store's CRC-64 differs from that of the bytes that were read. Run again; if it stays, suspect memory or disk.",
        "NoCredentials":
            """
        No key was found: neither in `--profile`, nor in TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, nor in a profile file, \
        nor is there a role of this virtual machine or an identity of its pod. docs/commands.md lists the places in their order.
        """,
        "MachineRoleFailed":
            "The metadata service of the virtual machine has no key of its role. See that the role exists and is bound to it.",
        "InvalidCredentials":
            """
        A key was found that cannot be one: half of it is missing, or it has a blank in it; or the environment names a file or a \
        profile that is not there.
        """,
        "InvalidServiceURL":
            "`--api` or `--storage` is no address that can be used, or a plain one of `http` that a proxy would have to carry.",
        "KeyInvalid":
            "The path of a file below the manifest makes no object key: it is too long, or has a character that no key has.",
        "KeyTaken":
            "The service stores the manifest under the name of one of its own files. Rename that file and its reference.",
        "SessionExpired": "The entry took longer than its session lives. Give it more room with a lower `--entries`.",
        "SessionLost":
            """
        An earlier run sent the commit and did not hear the answer, its session cannot be opened any more (it was \
        encrypted with another secret key), and no medium was found. Every run looks again. See the library yourself before \
        you upload it under a new `id`.
        """,
        "MediumUntold":
            """
        The answer to the commit was lost, and on the path that MediaStoragePath names lie media that another job may have \
        made meanwhile: nothing tells which is whose. Look at the library yourself, and give each job paths of its own.
        """,
        "NoSuchUpload": "The store has forgotten the multipart upload: it was ended from elsewhere, or is too old.",
        "Cancelled": "The run was stopped while this was under way. Run again to go on.",
        "SessionNotSealed": "The session could not be encrypted for the state file. Please report it.",
        "StepOutOfOrder": "A step of the upload began before what it needs. Please report it.",
        "Defect": "Something happened that the program rules out. Please report it.",
    ]
}
