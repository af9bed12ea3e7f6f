// VODUploadTests
