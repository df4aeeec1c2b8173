/** The servers and services that rows run on. */
@NullMarked
package io.spillway.bench.adapter.stack;

import org.jspecify.annotations.NullMarked;
