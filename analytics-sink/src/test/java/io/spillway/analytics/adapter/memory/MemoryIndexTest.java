package io.spillway.analytics.adapter.memory;

import io.spillway.analytics.port.DocumentIndex;
import io.spillway.analytics.port.IndexContract;
import io.spillway.reports.adapter.memory.MemoryOrders;
import io.spillway.reports.adapter.memory.MemoryReads;
import io.spillway.reports.port.OrderReads;
import io.spillway.reports.port.ReportReads;

class MemoryIndexTest extends IndexContract {
  private final MemoryIndex index = new MemoryIndex();

  @Override
  protected DocumentIndex index() {
    return index;
  }

  @Override
  protected ReportReads reads() {
    return new MemoryReads(index.readable());
  }

  @Override
  protected OrderReads orders() {
    return new MemoryOrders(index.readable());
  }

  @Override
  protected void refresh() {}
}
