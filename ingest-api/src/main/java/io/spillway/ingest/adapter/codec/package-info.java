/** Forms of products that several technologies store. */
@NullMarked
package io.spillway.ingest.adapter.codec;

import org.jspecify.annotations.NullMarked;
