/** Fetches the servers: Maven artifacts and packages of the distribution. */
@NullMarked
package io.spillway.stack.adapter.fetch;

import org.jspecify.annotations.NullMarked;
