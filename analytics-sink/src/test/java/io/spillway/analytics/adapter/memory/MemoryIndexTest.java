package io.spillway.analytics.adapter.memory;

import io.spillway.analytics.port.DocumentIndex;
import io.spillway.analytics.port.IndexContract;
import io.spillway.analytics.port.OrderReads;
import io.spillway.analytics.port.ReportReads;

class MemoryIndexTest extends IndexContract {
  private final MemoryIndex index = new MemoryIndex();

  @Override
  protected DocumentIndex index() {
    return index;
  }

  @Override
  protected ReportReads reads() {
    return new MemoryReads(index);
  }

  @Override
  protected OrderReads orders() {
    return new MemoryOrders(index);
  }

  @Override
  protected void refresh() {}
}
