"""The purchasing and the money that a sales history must have had: replayed, deterministic, always marked as simulated.

A sales history has no purchases. `plan_purchases` replays a replenishment policy over it: an opening stock, weekly
reviews per supplier, rush orders before large sales, receipts (some in two parts), purchase invoices, returns of what a
cancelled large sale left over, weekly payment runs. `plan_money_receipts` pays the sales by the customers' habits.
The same history always gives the same plan: every choice comes from a hash of names, never from chance or a clock.
Suppliers are fictitious and carry 模拟 / simulated in their names. Quantities in pieces, cost 1e-6, amounts 1e-4.
"""
