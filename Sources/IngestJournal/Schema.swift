import GRDB

// The state file: format, validity, recovery.
//
// It is an SQLite database, application_id 0x564F4449 ("VODI"), user_version = `Schema.version`, in WAL mode with
// synchronous=FULL, so that what `JournalWriter.record` returned from survives a power cut.
//
// run     one row for each run: when, what job (name and SHA-256 of its bytes), which target, settings in force.
// entry   one row for each entry id ever planned. `ordinal` is its place in the job; NULL once it left the job, and then it
//         leaves the report too. `outcome` is NULL while it is unfinished, else `succeeded`, `failed` or `unknown`;
//         `run` is the run that recorded it. `fingerprint` is the SHA-256 of its request and of its files' names, sizes, times.
//         `changed` is 1 when the job or a file differs from what was committed.
// file    one row for each file of an entry's plan, by position; position 0 is the medium or top manifest. `stored` is 1 once
//         the store confirmed the whole file in the current session. `stamp` is the inode's change time as its multipart
//         upload was opened.
// stored  one row for each batch of files that were confirmed together, none of which has a multipart upload: `files` holds
//         position and CRC-64 of each (`StoredFiles`). A file is stored where its row says so or one of these does.
// part    one row for each confirmed part of a file that is not whole yet.
// session at most one row for each unfinished entry: where it uploads to. `sealed` holds its credentials and its session key,
//         encrypted with a key derived from the account's secret key: a copy of this file opens nothing.
// abandoned  one row for each multipart upload that was given up and that the store may still hold.
// log     one row: `begun` and `confirmed`, equal but for moments. `begun` is raised and copied into the main file whenever
//         the `-wal` file is about to take further changes, `confirmed` is the first of these: a main file in which they
//         differ, without its `-wal` file, lacks changes.
//
// Valid: 1. a file or part row marked stored, and a row of `stored`, belongs to the session of its entry; opening or dropping a session clears them.
// 2. `commit_intended` is set before the commit of a session is sent. 3. `complete_intended` before Complete is. 4. `outcome`
// is written once for a plan; only a changed plan under `--update`, a new turn after `failed`, or a medium found for `unknown`
// changes it. 5. A succeeded entry has no session and no parts; a failed one has them only where its fault may pass. 6. No
// multipart upload is forgotten: what is cleared while it is open goes to `abandoned`. 7. `stored` is 2 for a cover that the
// session gave no key: it is done with and lies nowhere, and a succeeded entry's `files` and `bytes` leave it out.
//
// After a crash: SQLite rolls back the unfinished transaction. Each unfinished entry is rebuilt from its rows:
// `commit_intended` without an outcome = the medium is looked for, and the commit is sent again with the same session key where
// there is none; `complete_intended` without
// `stored` = Complete is sent again, and where the upload is gone the object is looked at; `upload_intended` without an
// upload id = an upload may be open that only the store knows.
enum Schema {
    static let applicationId: Int32 = 0x564F_4449
    static let version: Int32 = 3

    /// Makes the tables of the newest version.
    static func create(_ db: Database) throws {
        try db.execute(sql: firstTables)
        try migrate(from: 1, db)
        try db.execute(sql: "PRAGMA application_id = \(applicationId)")
    }

    /// Brings the tables of an older version up to date. Version 1 knew neither abandoned uploads nor stamps, and could not
    /// tell that its `-wal` file was missing; version 2 marked every stored file in its own row.
    static func migrate(from old: Int32, _ db: Database) throws {
        if old < 2 { try db.execute(sql: secondTables) }
        if old < 3 { try db.execute(sql: thirdTables) }
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// What version 2 added.
    static let secondTables = """
        ALTER TABLE file ADD COLUMN stamp INTEGER;
        CREATE TABLE abandoned (
            number INTEGER PRIMARY KEY,
            entry TEXT NOT NULL,
            path TEXT NOT NULL,
            bucket TEXT NOT NULL,
            storage_region TEXT NOT NULL,
            object_key TEXT NOT NULL,
            upload_id TEXT,
            since REAL NOT NULL
        );
        CREATE TABLE log (begun INTEGER NOT NULL, confirmed INTEGER NOT NULL);
        INSERT INTO log VALUES (0, 0);
        """

    /// What version 3 added.
    private static let thirdTables = """
        CREATE TABLE stored (
            number INTEGER PRIMARY KEY,
            entry INTEGER NOT NULL REFERENCES entry(key) ON DELETE CASCADE,
            files BLOB NOT NULL
        );
        CREATE INDEX stored_by_entry ON stored(entry);
        """

    /// The tables of version 1, as they were.
    static let firstTables = """
        CREATE TABLE run (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            job TEXT NOT NULL,
            digest TEXT NOT NULL,
            target TEXT NOT NULL,
            started REAL NOT NULL,
            finished REAL,
            interrupted INTEGER NOT NULL DEFAULT 0,
            settings TEXT NOT NULL
        );
        CREATE TABLE entry (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            ordinal INTEGER,
            line INTEGER NOT NULL,
            column INTEGER NOT NULL,
            region TEXT,
            request TEXT NOT NULL,
            kind TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            changed INTEGER NOT NULL DEFAULT 0,
            files INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            sent INTEGER NOT NULL DEFAULT 0,
            sessions INTEGER NOT NULL DEFAULT 0,
            started REAL,
            finished REAL,
            outcome TEXT,
            run INTEGER REFERENCES run(number),
            file_id TEXT,
            media_url TEXT,
            cover_url TEXT,
            request_id TEXT,
            fault TEXT
        );
        CREATE INDEX entry_by_ordinal ON entry(ordinal) WHERE ordinal IS NOT NULL;
        CREATE TABLE file (
            entry INTEGER NOT NULL REFERENCES entry(key) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            path TEXT NOT NULL,
            local_path TEXT NOT NULL,
            role TEXT NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            part_size INTEGER,
            part_count INTEGER,
            upload_intended INTEGER NOT NULL DEFAULT 0,
            upload_id TEXT,
            complete_intended INTEGER NOT NULL DEFAULT 0,
            stored INTEGER NOT NULL DEFAULT 0,
            crc64 INTEGER,
            PRIMARY KEY (entry, position)
        ) WITHOUT ROWID;
        CREATE TABLE part (
            entry INTEGER NOT NULL REFERENCES entry(key) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            number INTEGER NOT NULL,
            etag TEXT NOT NULL,
            crc64 INTEGER NOT NULL,
            size INTEGER NOT NULL,
            PRIMARY KEY (entry, position, number)
        ) WITHOUT ROWID;
        CREATE TABLE session (
            entry INTEGER PRIMARY KEY REFERENCES entry(key) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            bucket TEXT NOT NULL,
            storage_region TEXT NOT NULL,
            media_key TEXT NOT NULL,
            cover_key TEXT,
            expires REAL,
            opened REAL NOT NULL,
            sealed BLOB NOT NULL,
            commit_intended INTEGER NOT NULL DEFAULT 0
        );
        """
}
