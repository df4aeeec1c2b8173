/** What a row offers to the run. */
@NullMarked
package io.spillway.bench.port;

import org.jspecify.annotations.NullMarked;
