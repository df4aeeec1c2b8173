/** Faults done to a real stack, the traffic meanwhile, and what is found afterwards. */
@NullMarked
package io.spillway.faults.adapter;

import org.jspecify.annotations.NullMarked;
