/** What the machine tells, and threads on it. */
@NullMarked
package io.spillway.bench.adapter.host;

import org.jspecify.annotations.NullMarked;
