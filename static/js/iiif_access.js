// The window was opened by a viewer that waits for it to close; nothing is left to do for who has signed in.
if (document.querySelector("[data-done]")) window.close();
