/** What makes an order acceptable, what it becomes, and what a refusal says: pure decisions. */
@NullMarked
package io.spillway.ingest.core;

import org.jspecify.annotations.NullMarked;
