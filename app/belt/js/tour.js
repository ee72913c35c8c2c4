// placeholder, replaced below
export class Tour { constructor(scene){ this.scene=scene; this.speaking=false; } seen(){return true;} start(){} stop(){} leave(){} }
