-- Every table carries `slot`, the one sharding column. Times are UTC.

CREATE TABLE orders (
  order_id     BINARY(16)   NOT NULL,
  slot         SMALLINT     NOT NULL,
  tenant       VARCHAR(64)  NOT NULL,
  customer_id  VARCHAR(128) NOT NULL,
  status       VARCHAR(16)  CHARACTER SET ascii NOT NULL,
  version      BIGINT       NOT NULL,
  currency     CHAR(3)      CHARACTER SET ascii NOT NULL,
  total_amount BIGINT       NOT NULL,
  line_count   INT          NOT NULL,
  `lines`      JSON         NOT NULL,
  attributes   JSON         NOT NULL,
  reasons      JSON         NULL,
  hold_until   DATETIME(3)  NULL,
  placed_at    DATETIME(3)  NOT NULL,
  created_at   DATETIME(3)  NOT NULL,
  updated_at   DATETIME(3)  NOT NULL,
  PRIMARY KEY (order_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;

CREATE TABLE stock (
  tenant     VARCHAR(64) NOT NULL,
  sku        VARCHAR(64) NOT NULL,
  slot       SMALLINT    NOT NULL,
  available  INT         NOT NULL,
  reserved   INT         NOT NULL,
  version    BIGINT      NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (tenant, sku),
  CONSTRAINT stock_available_not_negative CHECK (available >= 0),
  CONSTRAINT stock_reserved_not_negative CHECK (reserved >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;

-- Append-only: the audit ledger of every unit, and what makes a redelivered command harmless.
CREATE TABLE stock_movement (
  ref             BINARY(16)   NOT NULL,
  line            SMALLINT     NOT NULL,
  kind            TINYINT      NOT NULL,
  slot            SMALLINT     NOT NULL,
  tenant          VARCHAR(64)  NOT NULL,
  sku             VARCHAR(64)  NOT NULL,
  quantity        INT          NOT NULL,
  outcome         TINYINT      NOT NULL,
  available_after INT          NOT NULL,
  reserved_after  INT          NOT NULL,
  reference       VARCHAR(128) NULL,
  at              DATETIME(3)  NOT NULL,
  PRIMARY KEY (ref, line, kind)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;
