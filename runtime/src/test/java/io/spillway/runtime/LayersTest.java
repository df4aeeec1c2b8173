package io.spillway.runtime;

import io.spillway.runtime.testing.RuntimeLayers;

class LayersTest extends RuntimeLayers {}
