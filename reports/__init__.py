"""What leaves the house: numbers as SVG, PDF, XLSX, DOCX, ICS, Atom and mail."""
