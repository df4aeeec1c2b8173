/** One customer's records, wherever they are kept. */
@NullMarked
package io.spillway.operate.adapter.stores;

import org.jspecify.annotations.NullMarked;
