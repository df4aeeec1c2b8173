-- What an order kept of its amount, how it came to its status, and pages of a customer's orders.
ALTER TABLE orders
  ADD COLUMN kept_amount BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN history JSON NULL,
  ADD KEY orders_of_customer (tenant, customer_id, created_at, order_id);

-- The SKU's own low-stock threshold in units; without one the processor's default counts.
ALTER TABLE stock
  ADD COLUMN low_stock_at INT NULL;
