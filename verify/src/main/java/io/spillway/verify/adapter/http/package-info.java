/** The ingest API over HTTP. */
@NullMarked
package io.spillway.verify.adapter.http;

import org.jspecify.annotations.NullMarked;
