/** The API over HTTP. */
@NullMarked
package io.spillway.client.adapter.http;

import org.jspecify.annotations.NullMarked;
