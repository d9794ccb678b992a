"""Sales 销售: promises to customers and what becomes of them.

Owns sales orders with approval, credit check, minimum price and reservation, their amendment and end; the way from an
order to shipment, invoice and return; direct sales; last prices and price suggestions.
Refuses: moving goods or money itself (warehouse and finance do), shipping above order or credit without leave.
"""
