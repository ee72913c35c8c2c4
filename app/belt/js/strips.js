// strips
export class View {
  constructor(box, scene) {
    Object.assign(this, { box, scene });
  }
  lay() {}
  show() {}
  refresh() {}
  clear() {}
}
