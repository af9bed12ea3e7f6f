// VODUpload
