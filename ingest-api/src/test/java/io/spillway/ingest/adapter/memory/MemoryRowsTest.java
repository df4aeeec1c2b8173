package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.RowReadsContract;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockReads;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;

class MemoryRowsTest extends RowReadsContract {
  private final MemoryRows rows = new MemoryRows();

  @Override
  protected OrderReads orders() {
    return rows;
  }

  @Override
  protected StockReads stock() {
    return rows;
  }

  @Override
  protected void put(OrderRow row) {
    rows.put(row);
  }

  @Override
  protected void put(StockRow row) {
    rows.put(row);
  }

  @Override
  protected void put(SettledAdjustment row) {
    rows.put(row);
  }
}
