/** The API's client. */
@NullMarked
package io.spillway.operate.adapter.http;

import org.jspecify.annotations.NullMarked;
