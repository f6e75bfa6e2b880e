"""Files that go with replies: pictures, PDFs, sheets."""
