/** What this instance keeps for itself while Redis is away. */
@NullMarked
package io.spillway.ingest.adapter.local;

import org.jspecify.annotations.NullMarked;
