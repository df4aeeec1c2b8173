package io.spillway.privacy;

import io.spillway.runtime.testing.ServiceLayers;

class LayersTest extends ServiceLayers {
  LayersTest() {
    super("io.spillway.privacy");
  }
}
