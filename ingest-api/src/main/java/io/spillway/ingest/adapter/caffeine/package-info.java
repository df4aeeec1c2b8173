/** What this instance holds in its memory. */
@NullMarked
package io.spillway.ingest.adapter.caffeine;

import org.jspecify.annotations.NullMarked;
