/** Programs that show the client at work, compiled with the tests so that they stay true. */
@NullMarked
package io.postern.client.example;

import org.jspecify.annotations.NullMarked;
