/** Repairs that go through several stores. */
@NullMarked
package io.spillway.verify.adapter.repair;

import org.jspecify.annotations.NullMarked;
