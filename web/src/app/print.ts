/** `<button data-print>`: opens the browser's print dialog, where the browser has one. */
export function printButtons(): void {
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("button[data-print]")) print();
  });
}
