-- A tenant's orders of all customers, newest first, all of them or those in one status.
ALTER TABLE orders
  ADD KEY orders_by_time (tenant, created_at, order_id),
  ADD KEY orders_by_status (tenant, status, created_at, order_id);
