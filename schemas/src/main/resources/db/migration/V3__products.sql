-- What a SKU is called. A new table: services that do not know it go on as before.
CREATE TABLE products (
  tenant     VARCHAR(64)  NOT NULL,
  sku        VARCHAR(64)  NOT NULL,
  slot       SMALLINT     NOT NULL,
  name       VARCHAR(200) NOT NULL,
  category   VARCHAR(100) NULL,
  attributes JSON         NOT NULL,
  version    BIGINT       NOT NULL,
  created_at DATETIME(3)  NOT NULL,
  updated_at DATETIME(3)  NOT NULL,
  PRIMARY KEY (tenant, sku)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;
