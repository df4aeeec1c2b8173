package io.spillway.cdc;

import io.spillway.runtime.testing.ServiceLayers;

class LayersTest extends ServiceLayers {
  LayersTest() {
    super("io.spillway.cdc");
  }
}
