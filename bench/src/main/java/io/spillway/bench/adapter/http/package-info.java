/** Orders over HTTP: the generator, and the servers that ours is compared with. */
@NullMarked
package io.spillway.bench.adapter.http;

import org.jspecify.annotations.NullMarked;
