/** Who may do what on which server: what a file asks for, and how it differs from what is. Pure. */
@NullMarked
package io.spillway.stack.core.rights;

import org.jspecify.annotations.NullMarked;
