/** What the flow needs: where keys are kept, and who verifies tokens. */
@NullMarked
package io.spillway.access.port;

import org.jspecify.annotations.NullMarked;
