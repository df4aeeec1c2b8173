-- The key of each customer, wrapped by a master key that is not here. A destroyed key leaves its row, without `wrapped`.
-- Not in the change feed.
CREATE TABLE customer_keys (
  tenant       VARCHAR(64)   NOT NULL,
  customer_id  VARCHAR(128)  NOT NULL,
  generation   INT           NOT NULL,
  slot         SMALLINT      NOT NULL,
  wrapped      VARBINARY(60) NULL,
  master       VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at   DATETIME(3)   NOT NULL,
  destroyed_at DATETIME(3)   NULL,
  PRIMARY KEY (tenant, customer_id, generation)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;

-- The W3C trace context that an order came with; nothing writes it yet.
ALTER TABLE orders
  ADD COLUMN trace VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL;
