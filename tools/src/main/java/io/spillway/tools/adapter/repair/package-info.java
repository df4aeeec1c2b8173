/** Repairs that go through several stores. */
@NullMarked
package io.spillway.tools.adapter.repair;

import org.jspecify.annotations.NullMarked;
