/** Rights of the API's keys. */
@NullMarked
package io.spillway.operate.adapter.keys;

import org.jspecify.annotations.NullMarked;
