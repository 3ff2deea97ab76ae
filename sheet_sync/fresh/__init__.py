"""A fresh tracker: its layout as data, laid out as an Excel workbook or in an empty Google Sheet."""
