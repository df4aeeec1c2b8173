package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.port.ProductRows;
import io.spillway.ingest.port.ProductRowsContract;

class MemoryProductRowsTest extends ProductRowsContract {
  private final MemoryProductRows rows = new MemoryProductRows();

  @Override
  protected ProductRows rows() {
    return rows;
  }
}
