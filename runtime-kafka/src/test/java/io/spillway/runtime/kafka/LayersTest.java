package io.spillway.runtime.kafka;

import io.spillway.runtime.testing.RuntimeLayers;

class LayersTest extends RuntimeLayers {}
